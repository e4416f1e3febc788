#!/bin/sh
# Sends a brief through a real Postfix on loopback, over STARTTLS with a certificate made for the occasion:
#
# - to one reader, whose copy must be what --dry-run wrote, part for part;
# - to four of whom one is unknown (5xx) and one put off (4xx), twice, and to that one when he is taken;
# - to 500, killed on the way and run again: one copy each;
# - with a certificate that is out of date, and with STARTTLS taken out: nothing must be sent.
#
#   sh setup/postfix.sh         as root; installs Debian's postfix where it is missing; a minute
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
work=$(mktemp -d "${TMPDIR:-/tmp}/briefing-postfix.XXXXXX")
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

echo '/^r[0-9]+@example\.org$/ many/' >"$work/etc/many"
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
virtual_mailbox_maps = inline:{ { chief@example.org = chief/ }, { desk@example.org = desk/ },
    { alone@example.org = alone/ }, { later@example.org = later/ } }, regexp:$work/etc/many
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access inline:{ { later@example.org = 450 4.2.0 come back later } }
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
[ -x "$brief" ] || stop "run make setup-test first"
settings() { # GROUP ADDRESSES ATTACHED
    cat <<END
out = "$work/reports"
[email]
host = "localhost"
port = $port
security = "starttls"
ca_file = "$work/etc/cert.pem"
sender = "Duty desk <duty@example.net>"
patience = 0
attach = [$3]
[email.groups.$1]
to = [$2]
END
}
copies() { find "$work/mail/$1/new" -type f 2>/dev/null | wc -l; }
wait_for() { # MAILBOX COPIES
    tries=0
    until [ "$(copies "$1")" -ge "$2" ] || [ "$tries" -ge 240 ]; do
        sleep 0.25
        tries=$((tries + 1))
    done
}

say "one reader"
settings one '"alone@example.org"' '"pdf"' >"$work/one.toml"
"$brief" doctor --email --settings "$work/one.toml"
"$brief" send reports/example/briefing.json --group one --settings "$work/one.toml" --dry-run "$work/dry.eml" >/dev/null
"$brief" send reports/example/briefing.json --group one --settings "$work/one.toml"
wait_for alone 1
.venv/bin/python - "$work/dry.eml" "$work/mail/alone/new/"* <<'END' || stop "what arrived is not what was written"
import email, sys
from email import policy
from pathlib import Path

both = [Path(name).read_bytes().replace(b"\r\n", b"\n") for name in sys.argv[1:]]  # a maildir has no CR
dry, came = (email.message_from_bytes(one, policy=policy.default) for one in both)
told = [[(p.get_content_type(), p.get_payload(decode=True)) for p in m.walk()] for m in (dry, came)]
assert told[0] == told[1] and len(told[0]) > 5
assert dry["Message-ID"] == came["Message-ID"] and dry["Subject"] == came["Subject"]
assert "TLS" in came["Received"]
END

say "four readers, one unknown, one put off"
settings four '"Chief <chief@example.org>", "nobody-here@example.org", "desk@example.org", "later@example.org"' \
    '"pdf"' >"$work/four.toml"
for run in first second; do
    if "$brief" send reports/example/briefing.json --group four --settings "$work/four.toml"; then
        stop "the $run run says that everybody has it, but one recipient is unknown"
    fi
done
"$postfix" -c "$work/etc" stop >/dev/null 2>&1
postconf -c "$work/etc" -e "smtpd_recipient_restrictions ="
"$postfix" -c "$work/etc" start >/dev/null 2>&1
late=$("$brief" outbox list --settings "$work/four.toml" | awk '/later@example.org/ { print $1 }')
"$brief" outbox retry "$late" --settings "$work/four.toml"
for name in chief desk later; do
    wait_for "$name" 1
    [ "$(copies "$name")" = 1 ] || { tail -20 "$work/log" >&2; stop "$name has $(copies "$name") copies, not one"; }
done

say "500 readers, killed on the way"
"$brief" make seeds/000_8703bd384effe786.txt --date 2026-11-20 --format json --out "$work/made" >/dev/null
settings many "$(seq -f '"r%g@example.org"' -s ', ' 500)" "" >"$work/many.toml"
"$brief" send "$work/made/2026-11-20/briefing.json" --group many --settings "$work/many.toml" >/dev/null 2>&1 &
sending=$!
wait_for many 150
kill -9 "$sending"
wait "$sending" 2>/dev/null || true
say "killed when $(copies many) had it"
"$brief" send "$work/made/2026-11-20/briefing.json" --group many --settings "$work/many.toml" >"$work/said" || true
unsure=$(grep -c ' unsure ' "$work/said" || true)
wait_for many $((500 - unsure))
sleep 2
readers=$(grep -h '^X-Original-To: ' "$work/mail/many/new/"* | sort -u | wc -l)
[ "$(copies many)" = "$readers" ] || stop "$(copies many) copies for $readers readers"
[ $((readers + unsure)) -ge 500 ] || stop "$readers of 500 have it, and $unsure are in question"
say "$readers readers have one copy each; in question: $unsure"

say "a line that is not safe"
refused() { # WORDS COMMAND
    words=$1
    shift
    if "$brief" "$@" --settings "$work/one.toml" >"$work/said" 2>&1; then stop "it was sent all the same"; fi
    grep -q "$words" "$work/said" || { cat "$work/said" >&2; stop "no word of: $words"; }
}
PYTHONPATH=tests .venv/bin/python -c '
import sys
from pathlib import Path
from relay import make_certificate
make_certificate(Path(sys.argv[1]), days=-1)' "$work/etc/old.pem"
postconf -c "$work/etc" -e "smtpd_tls_cert_file = $work/etc/old.pem" "smtpd_tls_key_file = $work/etc/old.pem"
"$postfix" -c "$work/etc" reload >/dev/null 2>&1
sleep 2
sed -i "s|cert.pem|old.pem|" "$work/one.toml"
refused "certificate has expired" send reports/example/briefing.json --to alone@example.org --again
again=$("$brief" outbox list --settings "$work/one.toml" | awk '/ waiting / { print $1 }')
postconf -c "$work/etc" -e "smtpd_tls_security_level = none"
"$postfix" -c "$work/etc" reload >/dev/null 2>&1
sleep 2
refused "offers no STARTTLS" outbox retry "$again"
sleep 2 # what was on its way would be here by then
[ "$(copies alone)" = 1 ] || stop "something was sent over it"
say "all is well"
