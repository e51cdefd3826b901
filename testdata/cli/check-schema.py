"""check-schema.py SCHEMA FILE... - whether the documents of the files are valid by a schema"""

import json
import sys

import jsonschema
import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
faults = 0
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        for document in yaml.safe_load_all(file):
            for error in validator.iter_errors(document):
                print(f"{path}: {error.json_path}: {error.message}")
                faults += 1
sys.exit(faults > 0)
