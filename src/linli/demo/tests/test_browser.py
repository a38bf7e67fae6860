"""The small browser of the check fills and sends forms like a big one."""

import pytest

from linli.demo.browser import _multipart, _page
from linli.demo.walk import Walk

HTML = """
<head><title>不算</title></head><body><p>编号 <b>WD-1</b></p>
<form action="/search/"><input name="q"></form>
<form method="post" action="/desk/cases/WD-1/reply/">
  <input type="hidden" name="csrfmiddlewaretoken" value="abc">
  <input type="hidden" name="version" value="3">
  <textarea name="text">旧话</textarea>
  <select name="owner"><option value="1">甲</option><option value="2" selected>乙</option></select>
  <input type="radio" name="stars" value="5"><input type="radio" name="stars" value="4" checked>
  <input type="checkbox" name="is_public"> <input type="file" name="photos">
  <button>答复</button>
</form><script>var hidden = 1</script></body>
"""


def test_a_form_is_found_by_its_fields_and_address():
    page = _page(200, "http://x/desk/cases/WD-1/", HTML)
    form = page.form("version", "text", action="/reply/")
    assert form.values == {
        "csrfmiddlewaretoken": "abc",
        "version": "3",
        "text": "旧话",
        "owner": "2",
        "stars": "4",
    }
    assert "photos" in form.names
    assert "编号 WD-1" in page.text
    assert "hidden" not in page.text
    assert "不算" not in page.text


def test_a_missing_form_is_named():
    page = _page(200, "http://x/", HTML)
    with pytest.raises(LookupError, match="accept"):
        page.form("version", action="/accept/")


def test_a_photo_is_sent_as_a_file():
    body = _multipart("cut", {"text": "好了"}, {"photos": ("后.jpg", b"\xff\xd8")})
    assert body.startswith(b"--cut\r\n")
    assert body.endswith(b"--cut--\r\n")
    assert "好了".encode() in body
    assert b"\xff\xd8" in body


def test_the_walk_names_every_step_in_words():
    names = [words for words, _step in Walk("http://x", "key").steps()]
    assert len(names) == len(set(names)) == 16
