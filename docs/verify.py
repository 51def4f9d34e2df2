"""Check a ledger of OTS Tracker without OTS Tracker: python3 verify.py ledger.jsonl"""

import json
import sys
from hashlib import sha256


def sha(text):
    return sha256(text.encode()).hexdigest()


count, erased, named, head = 0, set(), set(), "0" * 64
for line in open(sys.argv[1], encoding="utf-8"):
    entry = json.loads(line)
    count += 1
    if entry["payload"] is None:
        erased.add(count)
    elif entry["content_digest"] != sha(entry["salt"] + entry["payload"]):
        sys.exit(f"entry {count}: the payload is not the one recorded")
    elif entry["kind"] == "erasure":
        named.add(json.loads(entry["payload"])["entry"])
    fields = ("prev_digest", "sequence", "recorded_at", "kind", "content_digest")
    if entry["digest"] != sha("\n".join(str(entry[field]) for field in fields)):
        sys.exit(f"entry {count}: the digest is not its own")
    if (entry["sequence"], entry["prev_digest"]) != (count, head):
        sys.exit(f"entry {count}: it does not continue the entry before")
    head = entry["digest"]
if erased != named:
    sys.exit(f"entry {min(erased ^ named)}: it is erased without saying so")
print(f"{count} entries, {len(erased)} of them erased; the newest digest is {head}")
