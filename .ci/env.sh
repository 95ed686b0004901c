# Sourced by every step: where things are, and words for the log. Steps can run alone: bash .ci/steps/NAME
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
cache=${WSGLASS_CI_CACHE:-$root/.build/ci}
python=$cache/venv/bin/python
shared=${WSGLASS_SHARED:-$root/../shared}
jobs=${WSGLASS_JOBS:-$(nproc)}
export WSGLASS=${WSGLASS:-$root/.build/release/wsglass}
# A crash report takes minutes to make and writes into whatever is on the screen.
export SWIFT_BACKTRACE=enable=no
# Python checks leave no caches in the tree.
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/.ci
# Captures of what the checks connect to.
export XDG_STATE_HOME=$cache/state XDG_CONFIG_HOME=$cache/config
# What a new user is told would come between what is looked at.
mkdir -p "$XDG_CONFIG_HOME/wsglass"
[[ -e $XDG_CONFIG_HOME/wsglass/config.json ]] || printf '%s\n' '{"tips": false}' > "$XDG_CONFIG_HOME/wsglass/config.json"
# Nothing of the user's own surroundings changes what is measured.
unset TMUX NO_COLOR SSH_TTY COLUMNS LINES

fail() {
  printf '%s\n' "FAILED: $*" >&2
  exit 1
}
