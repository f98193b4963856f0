#!/bin/sh
# Becomes nginx with nginx.conf and what the settings below say: the same in a container, in a cluster and without either.
#   CHUANGWEN_SERVICES         where services are: task=http://task:8420, separated by commas; one named several times has
#                              several instances; a name is looked up again and again, so that instances may come and go
#   CHUANGWEN_PROXY_LISTEN     port, or address:port (8080)
#   CHUANGWEN_TLS_CERTIFICATE  PEM files; with them the port speaks https
#   CHUANGWEN_TLS_KEY
#   CHUANGWEN_TRUSTED_PROXIES  addresses of proxies before this one, whose X-Forwarded-For and -Proto are believed
#   CHUANGWEN_RESOLVER         name servers (those of /etc/resolv.conf)
#   CHUANGWEN_PROXY_LOG        file of requests, or off (/dev/stdout)
#   CHUANGWEN_PROXY_FOLDER     where nginx keeps its own files (/tmp/proxy)
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
folder=${CHUANGWEN_PROXY_FOLDER:-/tmp/proxy}
umask 022
mkdir -p "$folder"
cp "$here/nginx.conf" "$here/problems.conf" "$folder/"

wrong() {
  echo "设置有误，请检查 $1。A setting is wrong; please check $1." >&2
  exit 1
}
# What stands between commas, a line each; each must look as the pattern says, for it goes into nginx's configuration.
listed() {
  printf '%s\n' "$2" | tr ',' '\n' | sed 's/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d' | while read -r one; do
    printf '%s\n' "$one" | grep -Eqx "$3" || wrong "$1"
    printf '%s\n' "$one"
  done
}
addresses_of() {
  printf '%s\n' "$services" | sed -n "s|^$1=http://||p"
}

services=$(listed CHUANGWEN_SERVICES "${CHUANGWEN_SERVICES:-}" '[a-z]+=http://[A-Za-z0-9._-]+:[0-9]+')
trusted=$(listed CHUANGWEN_TRUSTED_PROXIES "${CHUANGWEN_TRUSTED_PROXIES:-}" '[0-9A-Fa-f.:/]+')
listen=$(listed CHUANGWEN_PROXY_LISTEN "${CHUANGWEN_PROXY_LISTEN:-8080}" '([0-9A-Za-z.:-]+|\[[0-9A-Fa-f:]+\]:[0-9]+)')
resolver=${CHUANGWEN_RESOLVER:-$(sed -n 's/^nameserver[[:space:]]*//p' /etc/resolv.conf | sed 's/.*:.*/[&]/' | tr '\n' ' ')}
log=${CHUANGWEN_PROXY_LOG:-/dev/stdout}

{
  [ -z "$resolver" ] || echo "resolver $resolver valid=5s;"
  for service in identity campaign task reporting site; do
    found=$(addresses_of "$service")
    case $(printf '%s' "$found" | grep -c '') in
      0) address=$service:8420 ;;
      1) address=$found ;;
      *)
        address=instances_of_$service
        echo "upstream $address {"
        printf '%s\n' "$found" | sed 's/.*/  server & max_fails=0;/'
        echo '}'
        ;;
    esac
    echo "map '' \$to_$service { default '$address'; }"
  done
  echo "map \$service \$to_service { identity \$to_identity; campaign \$to_campaign; task \$to_task; reporting \$to_reporting; }"
  printf '%s\n' "$trusted" | sed '/^$/d; s/.*/set_real_ip_from &;/'
  echo 'real_ip_header X-Forwarded-For; real_ip_recursive on;'
  echo 'geo $realip_remote_addr $trusted { default 0;'
  printf '%s\n' "$trusted" | sed '/^$/d; s/.*/  & 1;/'
  echo '}'
} >"$folder/addresses.conf"

{
  if [ -n "${CHUANGWEN_TLS_CERTIFICATE:-}" ]; then
    echo "listen $listen ssl;"
    echo "ssl_certificate '$CHUANGWEN_TLS_CERTIFICATE';"
    echo "ssl_certificate_key '${CHUANGWEN_TLS_KEY:?}';"
    echo 'ssl_protocols TLSv1.2 TLSv1.3;'
  else
    echo "listen $listen;"
  fi
  if [ "$log" = off ]; then echo 'access_log off;'; else echo "access_log '$log' requests;"; fi
} >"$folder/listen.conf"

exec nginx -p "$folder" -c nginx.conf
