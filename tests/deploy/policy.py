"""policy.py ALMANAC ENV < POLICY: see tests/deploy/policy."""
import json
import pathlib
import subprocess
import sys
import tempfile
import uuid

import botocore.session
from botocore.exceptions import ClientError

almanac = sys.argv[1]
service = dict(line.split("=", 1) for line in pathlib.Path(sys.argv[2]).read_text().splitlines())
bucket = f"policy-{uuid.uuid4().hex[:12]}"
policy = json.loads(sys.stdin.read().replace("BUCKET", bucket))


def client(name, key, secret, token=None):
    return botocore.session.get_session().create_client(
        name, region_name="us-east-1", endpoint_url=service["S3_ENDPOINT"], aws_access_key_id=key,
        aws_secret_access_key=secret, aws_session_token=token)


owner = client("s3", service["S3_KEY"], service["S3_SECRET"])


def admin(*words):
    subprocess.run(["radosgw-admin", "-c", service["CEPH_CONF"], *words], check=True, capture_output=True, timeout=120)


def role(document):
    """The keys of a role that has this policy alone, as Lambda and ECS hand them over."""
    name = f"ingester-{uuid.uuid4().hex[:12]}"
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam:::user/two"]}, "Action": ["sts:AssumeRole"]}]}
    admin("role", "create", f"--role-name={name}", f"--assume-role-policy-doc={json.dumps(trust)}")
    admin("role-policy", "put", f"--role-name={name}", "--policy-name=p", f"--policy-doc={json.dumps(document)}")
    sts = client("sts", service["S3_KEY2"], service["S3_SECRET2"])
    given = sts.assume_role(RoleArn=f"arn:aws:iam:::role/{name}", RoleSessionName="test")["Credentials"]
    return given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"]


def do(keys, *words):
    environment = {"AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1], "AWS_SESSION_TOKEN": keys[2],
                   "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": service["S3_ENDPOINT"], "AWS_MAX_ATTEMPTS": "1"}
    return subprocess.run([almanac, *words, "--out", f"s3://{bucket}/almanac"], env=environment, capture_output=True,
                          text=True, timeout=120)


def harvest(keys, run):
    return do(keys, "run", "--quiet", "--replay", "demo/dc-area.warc.gz", "--run", run)


def publishes(keys):
    """A run, one that replaces it, and one in shards."""
    for run in ("2031-04-01T09-00-00Z", "2031-04-01T11-00-00Z"):
        ended = harvest(keys, run)
        assert ended.returncode in (0, 3), ended.stderr
    for shard in ("1/2", "2/2"):
        ended = do(keys, "run", "--quiet", "--replay", "demo/dc-area.warc.gz", "--run", "2031-04-03T09-00-00Z", "--shard", shard)
        assert ended.returncode == 0, ended.stderr
    ended = do(keys, "merge", "2031-04-03T09-00-00Z")
    assert ended.returncode in (0, 3), ended.stderr
    body = client("s3", *keys).get_object(Bucket=bucket, Key="almanac/latest/run.json")["Body"].read()
    assert json.loads(body)["run"] == "2031-04-03T09-00-00Z"


def refused(keys):
    """Everything that a harvest has no business with."""
    s3 = client("s3", *keys)
    inside, outside = "almanac/latest/run.json", "program/almanac.zip"
    owner.put_object(Bucket=bucket, Key=outside, Body=b"program")
    owner.put_object(Bucket=bucket, Key="almanac2/x", Body=b"a neighbour whose name begins alike")
    anybody = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": f"arn:aws:s3:::{bucket}/*"}]}
    calls = {
        "read outside": lambda: s3.get_object(Bucket=bucket, Key=outside),
        "read a neighbour": lambda: s3.get_object(Bucket=bucket, Key="almanac2/x"),
        "write outside": lambda: s3.put_object(Bucket=bucket, Key=outside, Body=b"mine"),
        "delete outside": lambda: s3.delete_object(Bucket=bucket, Key=outside),
        "copy from outside": lambda: s3.copy_object(Bucket=bucket, Key=inside, CopySource=f"{bucket}/{outside}"),
        "list all": lambda: s3.list_objects_v2(Bucket=bucket),
        "list outside": lambda: s3.list_objects_v2(Bucket=bucket, Prefix="program/"),
        "list versions": lambda: s3.list_object_versions(Bucket=bucket, Prefix="almanac/"),
        "list uploads": lambda: s3.list_multipart_uploads(Bucket=bucket),
        "share an object": lambda: s3.put_object_acl(Bucket=bucket, Key=inside, ACL="public-read"),
        "share the bucket": lambda: s3.put_bucket_acl(Bucket=bucket, ACL="public-read"),
        "see the policy": lambda: s3.get_bucket_policy(Bucket=bucket),
        "change the policy": lambda: s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(anybody)),
        "change versioning": lambda: s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"}),
        "change the lifecycle": lambda: s3.delete_bucket_lifecycle(Bucket=bucket),
        "delete the bucket": lambda: s3.delete_bucket(Bucket=bucket),
    }
    for what, call in calls.items():
        try:
            call()
        except ClientError as error:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 403, (what, error)
        else:
            sys.exit(f"policy: it may {what}")
    return len(calls)


def least():
    """Without any one of its rights, a second harvest of a day fails. Aborting an upload is for one that went wrong."""
    tried = []
    for i, statement in enumerate(policy["Statement"]):
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        for action in actions:
            if action == "s3:AbortMultipartUpload":
                continue
            fewer = json.loads(json.dumps(policy))
            fewer["Statement"][i]["Action"] = [other for other in actions if other != action] or ["s3:GetBucketLocation"]
            ended = harvest(role(fewer), f"2031-04-03T{10 + len(tried)}-00-00Z")
            assert ended.returncode == 1, f"{action} is not needed: {ended.returncode} {ended.stderr}"
            tried.append(action)
    return tried


owner.create_bucket(Bucket=bucket)
keys = role(policy)
publishes(keys)
calls = refused(keys)
needed = least()
print(f"policy: enough to publish; {calls} other things are refused; needed: {', '.join(needed)}")
