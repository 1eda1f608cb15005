import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkTarget, headerLines, requestHead } from "../../src/http/request_head.ts";

describe("headerLines()", () => {
  it("writes a line each and leaves undefined ones out", () => {
    assert.equal(
      headerLines({
        "X-A": "1",
        "X-None": undefined,
        "X-Empty": "",
        "X-Tab": "a\tb",
        "X-Word": "grün",
      }),
      "X-A: 1\r\nX-Empty: \r\nX-Tab: a\tb\r\nX-Word: grün\r\n",
    );
    assert.equal(headerLines({}), "");
  });

  it("refuses every control character in a value, and does not show the value", () => {
    for (let code = 0; code < 128; code++) {
      const value = `s3cret${String.fromCharCode(code)}s3cret`;
      if (code >= 32 && code !== 127 || code === 9) {
        assert.equal(headerLines({ "X-A": value }), `X-A: ${value}\r\n`);
        continue;
      }
      assert.throws(() => headerLines({ "X-A": value }), {
        name: "TypeError",
        message:
          'Cannot send the header "X-A": the value has a control character, such as a line break',
      }, `code ${code}`);
    }
  });

  it("refuses every name that is no token", () => {
    const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]/;
    for (let code = 0; code < 256; code++) {
      const name = `X${String.fromCharCode(code)}`;
      if (token.test(name[1]!)) assert.equal(headerLines({ [name]: "1" }), `${name}: 1\r\n`);
      else {
        assert.throws(() => headerLines({ [name]: "1" }), {
          name: "TypeError",
          message: `Cannot send the header ${JSON.stringify(name)}: the name is not a token`,
        }, `code ${code}`);
      }
    }
  });

  describe("refuses the headers that say how long the body is", () => {
    for (const name of ["Content-Length", "transfer-encoding", "CONTENT-LENGTH"]) {
      it(name, () => {
        assert.throws(() => headerLines({ [name]: "1" }), {
          name: "TypeError",
          message:
            `Cannot send the header "${name}": it follows from the body, give that its length instead`,
        });
      });
    }
  });
});

describe("checkTarget()", () => {
  describe("takes paths and queries that are encoded", () => {
    for (
      const target of ["/", "/v1.41/containers/json?all=1&filters=%7B%22a%22%3A%5B%5D%7D", "/a%0Ab"]
    ) {
      it(target, () => {
        checkTarget(target);
      });
    }
  });

  describe("refuses every character that has to be encoded, and shows no query", () => {
    for (const target of ["", "a", "http://host/", "*", "?a"]) {
      it(`not a target: ${JSON.stringify(target)}`, () => {
        assert.throws(() => checkTarget(target), TypeError);
      });
    }

    it("of all below 300", () => {
      for (let code = 0; code < 300; code++) {
        if (code > 32 && code < 127) continue;
        const bad = String.fromCharCode(code);
        const rest =
          'a path begins with "/" and has its blanks, line breaks and non-ASCII characters ' +
          "percent-encoded";
        assert.throws(() => checkTarget(`/a${bad}`), {
          name: "TypeError",
          message: `Cannot request ${JSON.stringify(`/a${bad}`)}: ${rest}`,
        });
        assert.throws(() => checkTarget(`/a?token=s3cret${bad}`), {
          name: "TypeError",
          message: `Cannot request "/a": ${rest}`,
        });
      }
    });
  });
});

describe("requestHead()", () => {
  it("ends the head with an empty line", () => {
    assert.equal(
      requestHead("GET", "/x?y", "Host: a\r\n"),
      "GET /x?y HTTP/1.1\r\nHost: a\r\n\r\n",
    );
  });
});
