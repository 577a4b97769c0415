"""issuer.py TOKEN_FILE PORT_FILE - a token endpoint for OIDC (client credentials), on a free port of the loopback
interface, which goes to PORT_FILE. It gives the token of TOKEN_FILE to the client "depeche" with the secret
"right-secret", and refuses all others."""

import base64
import http.server
import json
import os
import sys
import threading

RIGHT = "Basic " + base64.b64encode(b"depeche:right-secret").decode()


class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Authorization") == RIGHT:
            with open(sys.argv[1], encoding="ascii") as file:
                self.answer(200, {"access_token": file.read().strip(), "token_type": "Bearer", "expires_in": 3600})
        else:
            self.answer(401, {"error": "invalid_client"})

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
with open(sys.argv[2] + ".new", "w", encoding="ascii") as file:
    file.write(str(server.server_port))
os.rename(sys.argv[2] + ".new", sys.argv[2])
end = threading.Timer(600, os._exit, [0])  # a test that is killed leaves nothing behind for long
end.daemon = True
end.start()
server.serve_forever()
