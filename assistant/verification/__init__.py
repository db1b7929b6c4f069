"""Whether a sentence is proved by the quotes that it cites, and how well."""

from assistant.verification.said import Said
from assistant.verification.support import SUPPORTED, support
from assistant.verification.verify import proves, supported, verify

__all__ = ["SUPPORTED", "Said", "proves", "support", "supported", "verify"]
