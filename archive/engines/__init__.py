"""The engines: tantivy in the process itself, and Elasticsearch past one machine."""
