"""The JSON schema of scenario files, and a validator of texts against it."""

import datetime
import json
import tomllib

import pytest
from jsonschema import Draft7Validator

from dawndusk.scenario.schema import scenario_schema


@pytest.fixture(scope="session")
def schema():
    return json.loads(json.dumps(scenario_schema()))  # as it is printed


@pytest.fixture(scope="session")
def errors(schema):
    """A function from the text of a file to its errors by the schema, as (dotted key, keyword)."""
    validator = Draft7Validator(schema)

    def told(text):
        tree = json.loads(json.dumps(tomllib.loads(text), default=datetime.date.isoformat))
        return {
            (".".join(map(str, one.absolute_path)), one.validator)
            for one in validator.iter_errors(tree)
        }

    return told
