"""Addresses of the record browser, for everybody who works in the office."""

from django.urls import path

from suixin.platform.ledger.adding import add
from suixin.platform.ledger.pages import check, listing, record

app_name = "ledger"
urlpatterns = [
    path("log/<slug:name>/add", add, name="add"),
    path("office/records/", listing.records, name="records"),
    path("office/records/check/", check.check, name="check"),
    path("office/records/<int:index>/", record.record, name="record"),
    path("office/records/<int:index>/receipt.json", record.receipt, name="receipt"),
]
