#!/usr/bin/env python3
"""Writes local.settings.json into the four function apps, for a run on the Functions host with Azurite (docs/azure.md).

The settings are those of local.settings.sample.json, with the few that such a run needs set. A file that is there is left alone.
"""

import json
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STORAGE = "UseDevelopmentStorage=true"
PORTS = {"api": 7071, "triggers": 7072, "orchestrations": 7073, "sandbox-python": 7075}


def settings(app: str, admin_key: str) -> dict:
    host = {"LocalHttpPort": PORTS[app]}
    if app == "sandbox-python":
        return {"IsEncrypted": False, "Values": {"FUNCTIONS_WORKER_RUNTIME": "python", "AzureWebJobsStorage": STORAGE}, "Host": host}
    file = json.loads((ROOT / "local.settings.sample.json").read_text(encoding="utf-8"))
    file["Values"] |= {
        "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated",
        "AzureWebJobsStorage": STORAGE,
        "Orcheo__Storage__Provider": "AzureTables",
        "Orcheo__Storage__ConnectionString": STORAGE,
        "Orcheo__DataDirectory": str(ROOT / ".orcheo" / "azure"),
        "Orcheo__AdminKey": admin_key,
        "Orcheo__Cron__Schedule": "*/1 * * * * *",
        "Orcheo__Webhooks__PublicUrl": f"http://localhost:{PORTS['triggers']}",
        "Orcheo__Sandbox__Url": f"http://localhost:{PORTS['sandbox-python']}",
        "Orcheo__Sandbox__Key": "any",
    }
    file["Host"] = host | ({"CORS": "http://localhost:5173"} if app == "api" else {})
    return file


def main() -> None:
    admin_key = secrets.token_urlsafe(32)
    for app in PORTS:
        path = ROOT / "functions" / app / "local.settings.json"
        if path.exists():
            print(f"{path.relative_to(ROOT)} is there already")
            continue
        path.write_text(json.dumps(settings(app, admin_key), indent=2) + "\n", encoding="utf-8")
        path.chmod(0o600)
        print(path.relative_to(ROOT))


main()
