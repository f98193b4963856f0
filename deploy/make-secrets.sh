#!/bin/sh
# Makes the secrets that docker-compose.yml reads, where they are not there yet, in deploy/secrets or the folder given:
# `secret` signs tickets and events, `master-key` wraps the keys of people and documents. Keep a copy of both elsewhere:
# without the master key, names and texts can't be read again by anybody.
set -eu
folder=${1:-$(dirname "$0")/secrets}
# Other accounts of this machine don't get into the folder; the containers' own user reads the files themselves.
mkdir -p "$folder"
chmod 700 "$folder"
for name in secret master-key; do
  [ -s "$folder/$name" ] && continue
  (umask 077 && head -c 32 /dev/urandom | base64 | tr -d '\n' >"$folder/$name.new")
  chmod 444 "$folder/$name.new"
  mv "$folder/$name.new" "$folder/$name"
  echo "已生成 made: $folder/$name"
done
