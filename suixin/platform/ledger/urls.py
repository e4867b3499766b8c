"""Addresses of records: the office's record browser, and what everybody may see and check."""

from django.urls import path

from suixin.platform.ledger.adding import add
from suixin.platform.ledger.pages import check, listing, own_check, public, record

app_name = "ledger"
urlpatterns = [
    path("receipt/", own_check.check, name="receipt-check"),
    path("log/records/", public.records, name="public-records"),
    path("log/records/<int:index>/", public.record, name="public-record"),
    path("log/records/<int:index>/proof.tlog-proof", public.proof, name="log-proof"),
    path("log/records/<int:index>/leaf.json", public.leaf, name="leaf"),
    path("log/<slug:name>/add", add, name="add"),
    path("office/records/", listing.records, name="records"),
    path("office/records/check/", check.check, name="check"),
    path("office/records/<int:index>/", record.record, name="record"),
    path("office/records/<int:index>/receipt.json", record.receipt, name="receipt"),
]
