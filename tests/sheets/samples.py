"""What tests of spreadsheets share."""

import io
from zoneinfo import ZoneInfo

import xlsxwriter

from linli import sheets

ZONE = ZoneInfo("Asia/Shanghai")
TEXT = "编号,内容,地址\r\n1,楼道灯坏了,东桥社区\r\n\r\n2,“没水”,北坡社区\r\n"


def rows(source, name=""):
    return list(sheets.read(source, name))


def book(write, **options):
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    write(workbook)
    workbook.close()
    return stream.getvalue()
