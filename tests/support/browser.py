"""A browser without a screen: follows the pages of the practice register as a person would."""

import re
import threading

import httpx

from cir_desktop.practice.employees import employees

BY_NAME = {each.given_name: each for each in employees().employee}


class Browser:
    """Signs in as an employee, or presses Annuleren for None; each visit runs beside who waits for its answer."""

    def __init__(self, given_name="Els"):
        self.person = given_name
        self.last_page = ""
        self._http = httpx.Client(trust_env=False, timeout=20)
        self._visits = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for visit in self._visits:
            visit.join(30)
            assert not visit.is_alive()
        self._http.close()

    def open(self, url):
        """What the program calls: comes back at once."""
        visit = threading.Thread(target=self.go, args=(url,))
        self._visits.append(visit)
        visit.start()
        return True

    def go(self, url):
        """Follow the pages to their end; the last page is what the person sees."""
        self.last_page = self.visit(self.answer_of(url) if "/v1/auth?" in url else url)

    def answer_of(self, url):
        """The address to which the provider sends the browser back."""
        page = self._http.get(url)
        assert page.status_code == 200, page.text
        (waiting,) = re.findall(r'name="waiting" value="([^"]+)"', page.text)
        vo_id = BY_NAME[self.person].vo_id if self.person else ""
        chosen = self._http.post(page.url.join("/op/v1/choose"), data={"waiting": waiting, "vo_id": vo_id})
        assert chosen.status_code == 303, chosen.text
        return chosen.headers["location"]

    def visit(self, url):
        """Any other page."""
        return self._http.get(url).text
