"""Workloads: what a healthy chip delivers at full duty."""

from __future__ import annotations

from dawndusk.records.parts import Workload as Workload
