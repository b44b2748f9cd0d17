# syntax=docker/dockerfile:1
# Attaché in a container: an environment is made in the first stage and copied, nothing else, into the second.
# The container runs as nobody in particular on a read-only root; it writes to /data and /tmp alone.

FROM python:3.11-slim-bookworm AS build
# "[chart]" adds matplotlib: the digest's chart of the week.
ARG EXTRAS=""
WORKDIR /src
RUN python -m venv /opt/attache
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY summarizers ./summarizers
COPY local_slack ./local_slack
COPY bot ./bot
RUN /opt/attache/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt ".${EXTRAS}"

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 attache \
    && useradd --uid 10001 --gid attache --no-create-home --home-dir /data --shell /usr/sbin/nologin attache \
    && install -d -o attache -g attache -m 0700 /data
COPY --from=build /opt/attache /opt/attache
ENV PATH="/opt/attache/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp \
    ATTACHE_HOME=/data \
    ATTACHE_HEALTH_PORT=8080
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
# HTTP mode's; Socket Mode needs no port.
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["attache"]
CMD ["run"]
