#!/usr/bin/env bash
# Installs convanim into a virtual environment of its own: version VERSION, or by default the version
# of the commit that the action comes from.
set -euo pipefail

package=$GITHUB_ACTION_PATH/../../..
if [ -n "$VERSION" ]; then
    if [[ ! $VERSION =~ ^[0-9][0-9A-Za-z.+]*$ ]]; then
        echo "::error::the input version must be a version such as 0.1.0"
        exit 2
    fi
    package=convanim==$VERSION
fi
"$PYTHON" -m venv "$RUNNER_TEMP/convanim"
"$RUNNER_TEMP/convanim/bin/python" -m pip install --quiet "$package"
