#!/usr/bin/env bash
# As the official image has it: KAFKA_LOG_DIRS is `log.dirs` of server.properties (__ stands for _, ___ for -), CLUSTER_ID formats new data.
set -euo pipefail
file=$(mktemp)
export KAFKA_LOG_DIRS="${KAFKA_LOG_DIRS:-/var/lib/kafka/data}"
while IFS='=' read -r -d '' name value; do
  case "$name" in KAFKA_HEAP_OPTS | KAFKA_OPTS | KAFKA_JVM_PERFORMANCE_OPTS) continue ;; KAFKA_*) ;; *) continue ;; esac
  property=$(sed 's/^KAFKA_//; s/___/-/g; s/__/\n/g; s/_/./g' <<<"$name" | tr '\n' '_' | sed 's/_$//')
  printf '%s=%s\n' "${property,,}" "$value" >>"$file"
done < <(env -0)
classes='/opt/kafka/lib/*'
java -cp "$classes" kafka.tools.StorageTool format --ignore-formatted -t "${CLUSTER_ID:-5L6g3nShT-eMCtK--X86sw}" -c "$file"
# Words to be split: options.
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:--Xmx512m} ${KAFKA_OPTS:-} -cp "$classes" kafka.Kafka "$file"
