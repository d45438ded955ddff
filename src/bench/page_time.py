"""Times pages of a running Jenkins: python3 page_time.py HOST:PORT USER:PASSWORD PATH...

Asks for each path 300 times to warm up and 600 times to measure, one after the other over one connection.
"""

import base64
import http.client
import statistics
import sys
import time

WARM_UP = 300
MEASURED = 600


def main(address, login, paths):
    connection = http.client.HTTPConnection(address)
    headers = {"Authorization": "Basic " + base64.b64encode(login.encode()).decode()}

    def milliseconds(path):
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            sys.exit(f"{path}: status {response.status}")
        return (time.perf_counter() - begun) * 1000

    for path in paths:
        for _ in range(WARM_UP):
            milliseconds(path)
        times = sorted(milliseconds(path) for _ in range(MEASURED))
        print(f"{path}: median {statistics.median(times):.1f} ms, p95 {times[int(0.95 * MEASURED)]:.1f} ms")


if len(sys.argv) < 4:
    sys.exit(__doc__)
main(sys.argv[1], sys.argv[2], sys.argv[3:])
