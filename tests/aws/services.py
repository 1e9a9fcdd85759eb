#!/usr/bin/env python3
"""Plays the services of AWS that the program calls, on 127.0.0.1: services.py FOLDER

Each is a path: /sts, /ssm, /secretsmanager, /ses, /imds, /container. The signature of every call is computed anew by
botocore from what came in; a wrong one is refused as AWS refuses it. FOLDER/state.json is read at each request (see
DEFAULTS), FOLDER/port is written once it listens, FOLDER/log gets a line of JSON for each answer.
"""
import datetime
import hashlib
import http.server
import json
import os
import secrets
import socket
import sys
import threading
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

FOLDER = sys.argv[1]
DEFAULTS = {
    "now": None,  # "2026-11-24T08:00:00Z"; None: the machine's clock
    "region": "us-east-1",
    "keys": {"AKIDUSER": {"secret": "user/secret+key"}},  # id -> secret, token, expires
    "roles": {},  # ARN -> by (ids that may assume it), external_id, web_identity
    "minutes": 60,  # how long issued keys live
    "parameters": {},  # of SSM
    "denied": {},  # name of a parameter or secret -> message of AccessDeniedException
    "secrets": {},
    "container": None,  # {"authorization": ...}
    "instance": None,  # {"role": name, "token_seconds": n}
    "down": [],  # paths that answer 500
}
lock = threading.Lock()
issued = {}  # keys that were handed out
sessions = {}  # tokens of the metadata service -> when they expire


class Refused(Exception):
    def __init__(self, code, message, status=403):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


def read_state():
    with open(os.path.join(FOLDER, "state.json"), encoding="utf-8") as file:
        return {**DEFAULTS, **json.load(file)}


def read_time(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def show_time(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def verify(request, service, state, now):
    """The id of the key that signed the request. Raises Refused."""
    parts = request.headers.get("Authorization", "").removeprefix("AWS4-HMAC-SHA256 ").split(", ")
    given = dict(part.partition("=")[::2] for part in parts)
    if set(given) != {"Credential", "SignedHeaders", "Signature"}:
        raise Refused("MissingAuthenticationToken", "Request is missing Authentication Token")
    key_id, day, region, scope_service, end = given["Credential"].split("/")
    key = {**state["keys"], **issued}.get(key_id)
    if key is None:
        raise Refused("UnrecognizedClientException", "The security token included in the request is invalid.")
    if (region, scope_service, end) != (state["region"], service, "aws4_request"):
        raise Refused("InvalidSignatureException", f"Credential should be scoped to {state['region']}/{service}.")
    if request.headers.get("X-Amz-Security-Token") != key.get("token"):
        raise Refused("UnrecognizedClientException", "The security token included in the request is invalid.")
    if key.get("expires") and read_time(key["expires"]) <= now:
        raise Refused("ExpiredTokenException", "The security token included in the request is expired")

    names = given["SignedHeaders"].split(";")
    must = {"host", "x-amz-date"} | {n.lower() for n in request.headers if n.lower().startswith("x-amz-")}
    if names != sorted(names) or not must <= set(names):
        raise Refused("InvalidSignatureException", f"{sorted(must - set(names))} must be signed, in order.")
    stated = request.headers.get("X-Amz-Content-Sha256")
    if stated not in (None, hashlib.sha256(request.body).hexdigest()):
        raise Refused("InvalidSignatureException", "The payload is another.")

    again = AWSRequest(request.command, f"http://{request.headers['Host']}{request.path}", data=request.body)
    for name in names:
        again.headers[name] = request.headers[name]
    stamp = request.headers["X-Amz-Date"]
    again.context["timestamp"] = stamp
    signer = SigV4Auth(Credentials(key_id, key["secret"], key.get("token")), service, region)
    signature = signer.signature(signer.string_to_sign(again, signer.canonical_request(again)), again)
    if signature != given["Signature"] or not stamp.startswith(day):
        raise Refused("InvalidSignatureException", "The request signature we calculated does not match the signature "
                      "you provided.")
    if abs(datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ") - now) > datetime.timedelta(minutes=5):
        raise Refused("InvalidSignatureException", f"Signature expired: {stamp} is not within 5 minutes of {now}.")
    return key_id


def issue(state, now):
    keys = {
        "secret": secrets.token_urlsafe(30),
        "token": secrets.token_urlsafe(60) + "/+==",
        "expires": show_time(now + datetime.timedelta(minutes=state["minutes"])),
    }
    with lock:
        key_id = f"ASIA{len(issued):08}"
        issued[key_id] = keys
    return {"AccessKeyId": key_id, "SecretAccessKey": keys["secret"], "Expiration": keys["expires"],
            "Token": keys["token"]}


def sts(request, state, now):
    form = dict(urllib.parse.parse_qsl(request.body.decode(), strict_parsing=True))
    role = state["roles"].get(form.get("RoleArn"), {})
    action = form["Action"]
    if action == "AssumeRoleWithWebIdentity":
        if "Authorization" in request.headers:
            raise Refused("InvalidAction", "This call is not signed.", 400)
        if form["WebIdentityToken"] != role.get("web_identity"):
            raise Refused("InvalidIdentityToken", "The identity token is not valid.", 400)
    else:
        by = verify(request, "sts", state, now)
        if action != "AssumeRole" or by not in role.get("by", []):
            raise Refused("AccessDenied", f"{by} is not authorized to perform: sts:{action}")
        if form.get("ExternalId") != role.get("external_id"):
            raise Refused("AccessDenied", f"{by} is not authorized to perform: sts:{action} (external id)")
    keys = issue(state, now)
    fields = "".join(f"<{name}>{keys[key]}</{name}>" for name, key in (
        ("AccessKeyId", "AccessKeyId"), ("SecretAccessKey", "SecretAccessKey"), ("SessionToken", "Token"),
        ("Expiration", "Expiration")))
    return action, (f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>'
                    f"<Credentials>{fields}</Credentials></{action}Result></{action}Response>")


def ssm(request, state, now):
    verify(request, "ssm", state, now)
    body = json.loads(request.body)
    action = request.headers["X-Amz-Target"]
    if action != "AmazonSSM.GetParameters" or request.headers["Content-Type"] != "application/x-amz-json-1.1":
        raise Refused("UnknownOperationException", action)
    if not 1 <= len(body["Names"]) <= 10:
        raise Refused("ValidationException", "Member must have length less than or equal to 10")
    for name in body["Names"]:
        if name in state["denied"]:
            raise Refused("AccessDeniedException", state["denied"][name])
    known = state["parameters"]
    return f"{action} {len(body['Names'])}", {
        "Parameters": [{"Name": n, "Type": "SecureString", "Version": 1,
                        "Value": known[n] if body["WithDecryption"] else "AQICAHh..."}
                       for n in body["Names"] if n in known],
        "InvalidParameters": [n for n in body["Names"] if n not in known]}


def secretsmanager(request, state, now):
    verify(request, "secretsmanager", state, now)
    name = json.loads(request.body)["SecretId"]
    action = request.headers["X-Amz-Target"]
    if action != "secretsmanager.GetSecretValue":
        raise Refused("UnknownOperationException", action)
    if name in state["denied"]:
        raise Refused("AccessDeniedException", state["denied"][name])
    if name not in state["secrets"]:
        raise Refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    return action, {"Name": name, **({"SecretString": state["secrets"][name]} if state["secrets"][name] is not None
                                     else {"SecretBinary": "AAEC"})}


def ses(request, state, now):
    verify(request, "ses", state, now)
    mail = json.loads(request.body)
    if request.command != "POST" or request.route != "/v2/email/outbound-emails" or "Content" not in mail:
        raise Refused("BadRequestException", request.route, 400)
    return "SendEmail", {"MessageId": secrets.token_hex(8)}


def imds(request, state, now):
    instance = state["instance"]
    if instance is None or "X-Forwarded-For" in request.headers:
        raise Refused("Forbidden", "", 403)
    # The service answers with the hop limit as IP TTL: one more hop, as into a container, and the answer is lost.
    request.connection.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, instance.get("hops", 1))
    if request.route == "/latest/api/token":
        seconds = int(request.headers.get("X-aws-ec2-metadata-token-ttl-seconds", 0))
        if request.command != "PUT" or not 1 <= seconds <= 21600:
            raise Refused("BadRequest", "", 400)
        token = secrets.token_urlsafe(40)
        sessions[token] = now + datetime.timedelta(seconds=seconds)
        return "token", token
    if sessions.get(request.headers.get("X-aws-ec2-metadata-token"), now) <= now:
        raise Refused("Unauthorized", "", 401)
    folder = "/latest/meta-data/iam/security-credentials/"
    if request.route == folder:
        return "roles", instance["role"]
    if request.route == folder + urllib.parse.quote(instance["role"], safe=""):
        return "keys", {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": show_time(now), **issue(state, now)}
    if request.route == "/latest/meta-data/placement/region":
        return "region", state["region"]
    raise Refused("NotFound", "", 404)


def container(request, state, now):
    if request.headers.get("Authorization") != state["container"]["authorization"]:
        raise Refused("Unauthorized", "", 401)
    return "keys", {"RoleArn": "arn:aws:iam::1:role/task", **issue(state, now)}


SERVICES = {"sts": sts, "ssm": ssm, "secretsmanager": secretsmanager, "ses": ses, "imds": imds, "container": container}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name, _, rest = self.path.lstrip("/").partition("/")
        self.route = "/" + rest
        state = read_state()
        self.time = read_time(state["now"]) if state["now"] else datetime.datetime.utcnow()
        headers, status = {}, 200
        try:
            if name in state["down"]:
                raise Refused("InternalFailure", "", 500)
            action, result = SERVICES[name](self, state, self.time)
        except Refused as refused:
            # The services that speak "JSON 1.1" refuse with 400 whatever the reason.
            status = 400 if name in ("ssm", "secretsmanager") and refused.status == 403 else refused.status
            action, result = refused.code, {"__type": refused.code, "message": refused.message}
            if name == "ses":
                headers["x-amzn-ErrorType"] = refused.code
            if name == "sts":
                result = (f"<ErrorResponse><Error><Type>Sender</Type><Code>{refused.code}</Code><Message>"
                          f"{refused.message}</Message></Error></ErrorResponse>")
        with lock, open(os.path.join(FOLDER, "log"), "a", encoding="utf-8") as log:
            log.write(f"{name} {status} {action}\n")
        self.reply(status, headers, result if isinstance(result, str) else json.dumps(result))

    do_GET = do_PUT = do_POST = do_DELETE = answer

    def reply(self, status, headers, text):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def date_time_string(self, timestamp=None):
        return self.time.strftime("%a, %d %b %Y %H:%M:%S GMT")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
partial = os.path.join(FOLDER, "port.part")
with open(partial, "w", encoding="utf-8") as file:
    file.write(str(server.server_port))
os.rename(partial, os.path.join(FOLDER, "port"))
server.serve_forever()
