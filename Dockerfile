# The application in one image: `serve` for pages and API, `worker` for what takes long, `migrate` once
# per release. The database is a server of your own, named in DATABASE_URL and DATABASE_OWNER_URL.
FROM python:3.11-slim AS base
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/ssc

FROM base AS built
COPY requirements.lock requirements-node.lock ./
RUN python -m venv .venv && .venv/bin/pip install --require-hashes -r requirements.lock
RUN python -m venv /tmp/node && /tmp/node/bin/pip install --require-hashes -r requirements-node.lock
COPY package.json package-lock.json .npmrc ./
COPY app/__init__.py app/__init__.py
COPY app/infra/__init__.py app/infra/vendor.py app/infra/
RUN /tmp/node/bin/python -m app.infra.vendor

FROM base
RUN useradd --system --uid 10001 --home-dir /srv/ssc --shell /usr/sbin/nologin ssc \
    && install -d -o ssc -g ssc -m 0700 /data
COPY --from=built /srv/ssc/.venv .venv
COPY . .
COPY --from=built /srv/ssc/app/static/vendor app/static/vendor
ENV PATH=/srv/ssc/.venv/bin:$PATH PYTHONPATH=/srv/ssc SSC_VAR_DIR=/data
USER ssc
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["python", "-P", "-m", "app.cli"]
CMD ["serve", "--host", "0.0.0.0", "--no-worker"]
