#!/bin/sh
# Sends a brief through a real Postfix on loopback: STARTTLS with a certificate made for the occasion, three
# recipients of whom one is unknown, twice. The two others must have one copy each.
#
#   sh setup/postfix.sh         as root; installs Debian's postfix where it is missing
#
# Nothing of the system's own Postfix is touched: settings, queue and mailboxes are in build/postfix,
# and the server ends with this script.
set -eu
cd "$(dirname "$0")/.."

say() { echo "postfix: $*" >&2; }
stop() { say "$*"; exit 1; }

[ "$(id -u)" = 0 ] || stop "needs root, for Postfix's own users: sudo sh setup/postfix.sh"
if ! command -v postfix >/dev/null; then
    say "installing postfix"
    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postfix openssl >/dev/null
fi

# Postfix's users must be able to walk to its folders, so these lie outside of anybody's home.
work=$(mktemp -d /tmp/briefing-postfix.XXXXXX)
chmod 755 "$work"
mkdir "$work/etc" "$work/queue" "$work/data" "$work/mail"
chown postfix "$work/data"
chown nobody "$work/mail"
postfix=$(command -v postfix)
trap '"$postfix" -c "$work/etc" stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT INT TERM
port=2525

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$work/etc/key.pem" -out "$work/etc/cert.pem" 2>/dev/null

cat >"$work/etc/main.cf" <<END
compatibility_level = 3.6
queue_directory = $work/queue
data_directory = $work/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $work/log
maillog_file_prefixes = $work
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example.org
mydestination =
virtual_mailbox_domains = example.org
virtual_mailbox_base = $work/mail
virtual_mailbox_maps = inline:{ { chief@example.org = chief/ }, { desk@example.org = desk/ } }
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_cert_file = $work/etc/cert.pem
smtpd_tls_key_file = $work/etc/key.pem
smtpd_tls_security_level = encrypt
smtpd_tls_received_header = yes
END
sed "s/^smtp  *inet .*/127.0.0.1:$port inet n - n - - smtpd/; s/^\([a-z]* *unix .\) *- *y/\1 - n/" \
    /usr/share/postfix/master.cf.dist >"$work/etc/master.cf"
echo "postlog   unix-dgram n  -       n       -       1       postlogd" >>"$work/etc/master.cf"
postfix -c "$work/etc" start >"$work/said" 2>&1 || { cat "$work/said" >&2; stop "Postfix did not start"; }

brief=.venv/bin/briefing
[ -x "$brief" ] || stop "run make setup first"
cat >"$work/briefing.toml" <<END
out = "$work/reports"
[email]
host = "localhost"
port = $port
security = "starttls"
ca_file = "$work/etc/cert.pem"
sender = "Duty desk <duty@example.net>"
patience = 0
[email.groups.morning]
to = ["Chief <chief@example.org>", "nobody-here@example.org", "desk@example.org"]
END
"$brief" doctor --email --settings "$work/briefing.toml"
for run in first second; do
    say "$run run"
    if "$brief" send reports/example/briefing.json --group morning --settings "$work/briefing.toml"; then
        stop "the $run run says that everybody has it, but one recipient is unknown"
    fi
done

for name in chief desk; do
    tries=0
    until [ "$(find "$work/mail/$name/new" -type f 2>/dev/null | wc -l)" -ge 1 ] || [ "$tries" -ge 40 ]; do
        sleep 0.25
        tries=$((tries + 1))
    done
    copies=$(find "$work/mail/$name" -type f 2>/dev/null | wc -l)
    [ "$copies" = 1 ] || { tail -20 "$work/log" >&2; stop "$name has $copies copies, not one"; }
    grep -q '^Received: .*' "$work/mail/$name/new/"* || stop "$name's copy did not come through Postfix"
    grep -q 'TLS' "$work/mail/$name/new/"* || stop "$name's copy came over an open line"
done
say "chief and desk have one copy each, over TLS; the unknown one was refused"
