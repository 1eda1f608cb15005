/** Talks to an Engine over TLS; certificates as `docker context` or DOCKER_CERT_PATH has them. */
import process from "node:process";
import { DockerClient, TLSConfig } from "@longshore/docker";

const { TLS_HOST = "tcp://docker.example:2376", TLS_DIRECTORY = "/home/me/.docker" } = process.env;
const docker = new DockerClient({
  baseUrl: TLS_HOST,
  tls: new TLSConfig({
    caCert: `${TLS_DIRECTORY}/ca.pem`,
    clientCert: [`${TLS_DIRECTORY}/cert.pem`, `${TLS_DIRECTORY}/key.pem`],
  }),
});
const { OSType } = await docker.info();
console.log(`over TLS: an Engine on ${OSType}`);
docker.close();
