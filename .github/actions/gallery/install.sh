#!/usr/bin/env bash
# Installs convanim into a virtual environment of its own: the version VERSION, or else that of the
# commit the action was taken from.
set -euo pipefail

what=$GITHUB_ACTION_PATH/../../..
if [ -n "$VERSION" ]; then
    if [[ ! $VERSION =~ ^[0-9][0-9A-Za-z.+]*$ ]]; then
        echo "::error::the input version must be one such as 0.1.0"
        exit 2
    fi
    what=convanim==$VERSION
fi
"$PYTHON" -m venv "$RUNNER_TEMP/convanim"
"$RUNNER_TEMP/convanim/bin/python" -m pip install --quiet "$what"
