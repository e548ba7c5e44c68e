#!/bin/sh
# Gathers what a closed network needs into one folder under build/: the wheels of requirements.lock
# for this platform and this Python, the project's wheel, the project itself as committed, and an
# installer that never asks an index.   sh tools/make_bundle.sh PYTHON
set -eu

python=$1
version=$("$python" -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
tag=$("$python" -c 'import sys, sysconfig; print(f"py{sys.version_info[0]}.{sys.version_info[1]}-{sysconfig.get_platform()}")')
bundle=build/govscore-$version-$tag

git rev-parse --git-dir >/dev/null 2>&1 || {
    echo "make bundle: needs a git clone; a bundle holds the project as committed" >&2
    exit 1
}

rm -rf "$bundle"
mkdir -p "$bundle/wheels" "$bundle/project"
git archive HEAD | tar -x -C "$bundle/project"
cp tools/bundle/install.sh tools/bundle/README.md "$bundle/"
cp "$bundle/project/requirements.lock" "$bundle/"

echo "Fetching the wheels of requirements.lock (about 240 MB)"
"$python" -m pip download -q --require-hashes --only-binary :all: -r "$bundle/requirements.lock" -d "$bundle/wheels"
"$python" -m pip wheel -q --no-deps "./$bundle/project" -w "$bundle/wheels"
"$python" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")' >"$bundle/python-version"

echo "$bundle: $(find "$bundle/wheels" -name '*.whl' | wc -l | tr -d ' ') wheels, $(du -sh "$bundle" | cut -f1)"
echo "Copy the folder to the closed network and run: sh install.sh"
