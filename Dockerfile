FROM python:3.11-slim

RUN useradd --uid 1000 --create-home archive && install --directory --owner archive /data
WORKDIR /app
# With --build-arg OCR=1 scans and pictures are read, too.
ARG OCR=
RUN if [ -n "$OCR" ]; then \
        apt-get update && apt-get install --yes --no-install-recommends libgl1 libglib2.0-0 && \
        rm -rf /var/lib/apt/lists/*; \
    fi
COPY requirements.txt requirements-ocr.txt ./
RUN pip install --no-cache-dir --requirement requirements.txt \
    ${OCR:+--requirement requirements-ocr.txt}
COPY archive archive
COPY indexer indexer
COPY web web
COPY mappings mappings
COPY gunicorn.conf.py .

USER archive
ENV ARCHIVE_DATA=/data HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
CMD ["gunicorn"]
