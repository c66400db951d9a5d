FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/regledger
COPY requirements.lock ./
RUN /opt/regledger/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY core core
COPY projections projections
COPY cli cli
COPY plugins plugins
# The lock holds everything, the build backend too, so nothing is resolved here.
RUN /opt/regledger/bin/pip install --no-deps --no-build-isolation . \
    ./plugins/construction ./plugins/hazardous_chemicals ./plugins/mining ./plugins/parks

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/regledger regledger \
    && install --directory --owner regledger --group regledger /var/lib/regledger
COPY --from=build /opt/regledger /opt/regledger
ENV PATH=/opt/regledger/bin:$PATH
USER regledger
WORKDIR /var/lib/regledger
VOLUME /var/lib/regledger
ENTRYPOINT ["regledger"]
CMD ["--help"]
