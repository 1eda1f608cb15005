import type { TLSSettings } from "./tls_settings.ts";

/** What the parts of a TLS error that matter look like in all runtimes. */
interface TlsError {
  code?: unknown;
  message?: unknown;
  cert?: { subjectaltname?: unknown; subject?: { CN?: unknown } };
}

const UNTRUSTED: ReadonlySet<string> = new Set([
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "INVALID_CA",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/**
 * Says in words what went wrong in a TLS connection.
 *
 * @param cause The runtime's error.
 * @param config The settings that were used.
 * @param hostname The host that was connected to.
 * @returns The words; `undefined` when TLS has nothing to do with it.
 */
export function describeTlsProblem(
  cause: unknown,
  config: TLSSettings,
  hostname: string,
): string | undefined {
  const { code, message, cert } = (cause ?? {}) as TlsError;
  const text = typeof code === "string" ? code : "";
  if (UNTRUSTED.has(text)) {
    return config.caCert === undefined
      ? "the engine's certificate is signed by no authority that the runtime knows; name its own by caCert"
      : "the engine's certificate is not signed by the authority of caCert";
  }
  if (text === "CERT_HAS_EXPIRED") return "the engine's certificate has expired";
  if (text === "CERT_NOT_YET_VALID") return "the engine's certificate is not valid yet";
  if (text === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const name = typeof config.assertHostname === "string" ? config.assertHostname : hostname;
    return `the engine's certificate is not for "${name}" but for ${namesOf(cert)}`;
  }
  return describeAlert(text, String(message), config.clientCert !== undefined);
}

/** What a certificate is for: its common name counts only where there are no others, which Deno tells as none. */
function namesOf(cert: TlsError["cert"]): string {
  const { subjectaltname: names, subject } = cert ?? {};
  if (typeof names === "string" && names !== "") return names.replaceAll("IP Address:", "IP:");
  return typeof subject?.CN === "string" ? `CN:${subject.CN}` : "no name";
}

/** The engine's own refusals: alerts of the protocol, whose codes the runtimes spell differently. */
function describeAlert(code: string, message: string, hasClient: boolean): string | undefined {
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code)) {
    return "what answers there does not speak TLS";
  }
  if (/ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE|NO_CERTIFICATE)/.test(code)) {
    return hasClient
      ? "the engine refused the client's certificate"
      : "the engine asks for a client's certificate; set clientCert";
  }
  if (/ALERT_CERTIFICATE_EXPIRED/.test(code)) return "the client's certificate has expired";
  if (/ALERT_(UNKNOWN_CA|CERTIFICATE_|UNSUPPORTED_CERT|ACCESS_DENIED|DECRYPT_ERROR)/.test(code)) {
    return "the engine refused the client's certificate";
  }
  if (/ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/.test(code)) {
    return "the engine speaks no version of TLS that the runtime allows";
  }
  if (code === "ECONNRESET" && /before secure TLS connection/.test(message)) {
    return "the engine closed the connection during the TLS handshake";
  }
  return undefined;
}
