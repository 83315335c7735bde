"""Puts an exported folder into a repository of the Hugging Face Hub, as one commit.

    HF_TOKEN=hf_… python push_to_hub.py FOLDER OWNER/NAME [--public]

The token is read from the environment alone, so that no list of processes shows it. HF_ENDPOINT names
another hub. Stands outside the package: it changes no training, and so no manifest's code hash.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError


def main() -> int:
    """Prints {"url", "commit"}; on failure one line of reason, and status 1."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("repository")
    parser.add_argument("--public", action="store_true")
    asked = parser.parse_args()
    api = HfApi(endpoint=os.environ.get("HF_ENDPOINT"), token=os.environ["HF_TOKEN"])
    try:
        url = api.create_repo(asked.repository, private=not asked.public, exist_ok=True)
        commit = api.upload_folder(
            repo_id=asked.repository, folder_path=asked.folder, commit_message="Model from OpenLedger"
        )
    except (HfHubHTTPError, OSError, ValueError) as error:
        sys.stderr.write(f"{str(error).splitlines()[0]}\n")
        return 1
    sys.stdout.write(json.dumps({"url": str(url), "commit": commit.oid}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
