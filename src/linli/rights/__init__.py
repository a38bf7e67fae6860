"""What persons may ask of us about their data: consent, requests, and who may carry lists out.

A *consent* is given to one version of a statement and withdrawn as easily. A *request* (copy,
correct, delete, block) is a case of its own and has its outcome here. A *permit* lets one person
take names and phones out in bulk, once somebody else has approved.
"""
