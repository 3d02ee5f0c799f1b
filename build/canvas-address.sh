#!/usr/bin/env bash
# canvas-address.sh <folder of the built canvas> <address of the API>: tells a canvas on a static host where its API is, and lets it call
# nothing else. The local stack serves both from one address and needs none of this.
source "$(dirname "$0")/lib.sh"

folder=${1:?usage: canvas-address.sh <folder> <address>} address=${2:?usage: canvas-address.sh <folder> <address>}
[ -f "$folder/index.html" ] || die "there is no canvas in $folder: run \`make build\` first"
[[ $address =~ ^https?://[A-Za-z0-9.:/_-]+$ ]] || die "'$address' is no address of an API, such as https://orcheo.example.com/api"

python3 - "$folder" "${address%/}" <<'PYTHON'
import json
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

folder, address = Path(sys.argv[1]), sys.argv[2]
page = folder / "index.html"
text, count = re.subn(r'(<meta\s+name="orcheo-api"\s+content=")[^"]*(")', rf"\g<1>{address}\g<2>", page.read_text("utf-8"))
if count != 1:
    sys.exit('FAILED: index.html has no <meta name="orcheo-api" content="…">')
page.write_text(text, "utf-8")
for packed in folder.glob("index.html.*"):
    packed.unlink()

origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
policy = (
    f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
    f"connect-src 'self' {origin} https://*.service.signalr.net wss://*.service.signalr.net; worker-src 'self' blob:; "
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
