#!/usr/bin/env bash
# canvas-site.sh <folder> <address of the API>: makes the folder a copy of the built canvas for a static host: it knows where its API is,
# and staticwebapp.config.json lets it call nothing else. The local stack serves both from one address and needs none of this.
source "$(dirname "$0")/lib.sh"

usage='usage: canvas-site.sh <folder> <address of the API, such as https://orcheo.example.com/api>'
folder=${1:?$usage} address=${2:?$usage}
[ -f canvas/dist/index.html ] || die "there is no canvas in canvas/dist: run \`make build\` first"
[[ $address =~ ^https?://[A-Za-z0-9.:/_-]+$ ]] || die "'$address' is no address of an API, such as https://orcheo.example.com/api"
[ ! -e "$folder" ] || [ -f "$folder/staticwebapp.config.json" ] || die "$folder is there and was not made by this script"

rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
cp -r canvas/dist "$folder"
python3 - "$folder" "${address%/}" <<'PYTHON'
import json
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

folder, address = Path(sys.argv[1]), sys.argv[2]
page = folder / "index.html"
text, count = re.subn(
    r'(<meta\s+name="orcheo-api"\s+content=")[^"]*(")', lambda found: found[1] + address + found[2], page.read_text("utf-8")
)
if count != 1:
    sys.exit('FAILED: index.html has no <meta name="orcheo-api" content="…">')
page.write_text(text, "utf-8")
for packed in folder.glob("index.html.*"):
    packed.unlink()

# A source with http does not let ws in. The hub is at the API where there is no SignalR Service.
origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
streams = "ws" + origin.removeprefix("http")
policy = (
    f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
    f"connect-src 'self' {origin} {streams} https://*.service.signalr.net wss://*.service.signalr.net; worker-src 'self' blob:; "
    f"manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
config = {
    "navigationFallback": {"rewrite": "/index.html", "exclude": ["/assets/*"]},
    "globalHeaders": {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    },
    "routes": [{"route": "/assets/*", "headers": {"Cache-Control": "public, max-age=31536000, immutable"}}],
}
(folder / "staticwebapp.config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
PYTHON
