"""Runs an emulator for the tests: $EMULATOR, or the one on the PATH."""

import os
import re
import subprocess

import boto3
import pytest


@pytest.fixture(scope="session")
def addresses():
    """The addresses of a running emulator by name: aws, edge, edge-tls, console."""
    command = [os.environ.get("EMULATOR", "emulator"), "--config", "seed.yaml", "--log-format", "text", "--quiet"]
    for name in ("aws", "edge", "edge-tls", "console"):
        command += [f"--{name}", "127.0.0.1:0"]
    with subprocess.Popen(command, cwd=os.path.dirname(__file__), stderr=subprocess.PIPE, text=True) as emulator:
        for line in emulator.stderr:  # it prints this line once everything is seeded
            if line.startswith("emulator ready"):
                break
        else:
            raise RuntimeError("the emulator did not start")
        yield dict(re.findall(r"(\S+) (https?://\S+)", line))
        emulator.terminate()
        emulator.stderr.read()


@pytest.fixture
def aws(addresses):
    """Makes clients: aws("s3")."""

    def client(service):
        return boto3.client(
            service,
            endpoint_url=addresses["aws"],
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    return client
