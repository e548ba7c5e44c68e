#!/bin/sh
# Installs govscore from this folder alone; no package index is asked.
#   sh install.sh                      into project/.venv, with the first fitting Python
#   PYTHON=python3.11 sh install.sh    with a Python of your choice
set -eu
cd "$(dirname "$0")"

wanted=$(cat python-version)
fits() { [ "$("$1" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")' 2>/dev/null)" = "$wanted" ]; }

python=
for name in ${PYTHON:-"python$wanted" python3 python}; do
    if fits "$name"; then
        python=$name
        break
    fi
done
[ -n "$python" ] || {
    echo "这份离线包只适用于 Python $wanted，本机未找到；可用 PYTHON=路径 指定。" >&2
    echo "This bundle fits Python $wanted only, and none was found; name one with PYTHON=PATH." >&2
    exit 2
}

"$python" -m venv project/.venv
own=project/.venv/bin/python
"$own" -m pip install -q --no-index --find-links wheels --require-hashes -r requirements.lock
"$own" -m pip install -q --no-index --no-deps --force-reinstall wheels/govscore_lib-*.whl
mkdir -p project/.venv/stamps
touch project/.venv/stamps/runtime # `make report` in project/ finds its environment ready

echo "已安装。运行：cd project && .venv/bin/govscore run"
echo "Installed. Run: cd project && .venv/bin/govscore run"
