# The page, the binary, and an image that holds nothing else. Builds run on the
# building machine's own platform, whatever the image's: docker buildx build
# --platform linux/amd64,linux/arm64 . (the classic builder knows no BUILDPLATFORM).
ARG GO_IMAGE=golang:1.26-bookworm
ARG NODE_IMAGE=node:20-bookworm

FROM --platform=${BUILDPLATFORM:-linux} ${NODE_IMAGE} AS web
WORKDIR /src/web/player
COPY web/player/package.json web/player/package-lock.json web/player/.npmrc ./
RUN npm ci
COPY web/player/ ./
RUN npm run build

FROM --platform=${BUILDPLATFORM:-linux} ${GO_IMAGE} AS binary
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/player/dist/ web/player/dist/
ARG VERSION=devel
ARG COMMIT=
ARG TARGETOS
ARG TARGETARCH
RUN CGO_ENABLED=0 GOOS=${TARGETOS:-linux} GOARCH=${TARGETARCH} go build -trimpath -buildvcs=false \
      -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${COMMIT}" \
      -o /emulator ./cmd/emulator

FROM scratch
COPY --from=binary /emulator /emulator
# In a container only the engine decides who reaches a port: bind everywhere.
ENV EMULATOR_AWS=0.0.0.0:4566 \
    EMULATOR_EDGE=0.0.0.0:8080 \
    EMULATOR_EDGE_TLS=0.0.0.0:8443 \
    EMULATOR_CONSOLE=0.0.0.0:3000
EXPOSE 4566 8080 8443 3000
USER 65532:65532
# The server is up in milliseconds, so ask early; --start-interval, which would
# ask early and then seldom, is unknown to the classic builder.
HEALTHCHECK --interval=1s --timeout=3s --retries=3 \
  CMD ["/emulator", "healthcheck"]
ENTRYPOINT ["/emulator"]
CMD ["serve"]
