#!/bin/sh
# Becomes the process that SERVICE names, as the first of its container: it hears SIGTERM itself, and starts no other.
set -eu
cd "$(dirname "$0")/../.."
case ${SERVICE:-} in
  identity | campaign | task | reporting) set -- "services/$SERVICE/dist/main.js" ;;
  site) set -- services/standalone/dist/site-main.js ;;
  setup) set -- services/standalone/dist/main.js setup-distributed ;;
  *)
    echo '请设置 SERVICE：identity、campaign、task、reporting、site、setup。Please set SERVICE to one of these.' >&2
    exit 64
    ;;
esac
# As in services/standalone/bin/chuangwen; the heap follows the memory that the container may have.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-262144}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-262144}"
exec node --max-semi-space-size=8 "$@"
