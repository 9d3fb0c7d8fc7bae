"""The gallery: scenario files that come with dawndusk."""
