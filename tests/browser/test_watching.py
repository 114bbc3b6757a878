"""The browser tests see what they are there to see: a page that misbehaves does not pass unnoticed.

The page used is the admin's login, which is always there and asks for little.
"""

LOGIN = "/admin/login/"


def test_a_page_of_ours_gives_no_reason_to_complain(page):
    answer = page.goto(LOGIN)
    assert answer.status == 200
    assert page.get_by_label("Username").is_visible()


def test_inline_code_and_style_are_refused_and_noticed(page, new_page):
    page.goto(LOGIN)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None
    new_page.expect("inline style", "inline script")


def test_another_site_is_noticed(page, new_page):
    with page.expect_console_message():
        page.set_content("<img src='http://127.0.0.1:1/pixel.png'>")
    assert any("third party" in problem for problem in new_page.problems)
    new_page.expect("third party", "ERR_")


def test_an_error_in_a_script_is_noticed(page, new_page):
    page.goto(LOGIN)
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken on purpose') })")
    new_page.expect("broken on purpose")


def test_a_missing_page_is_noticed(page, new_page):
    page.goto("/no-such-page/")
    new_page.expect("404")


def test_javascript_can_be_off_and_the_screen_small_and_dark(new_page):
    phone = new_page(375, 667, js=False, dark=True)
    phone.goto(LOGIN)
    assert phone.viewport_size == {"width": 375, "height": 667}
    phone.set_content("<noscript>off</noscript>")
    assert phone.text_content("body") == "off"


def test_axe_finds_what_is_wrong(page, axe):
    page.goto("/about/")
    assert not [found for found in axe(page) if "button-name" in found]
    page.evaluate("document.body.append(document.createElement('button'))")
    assert [found for found in axe(page) if "button-name" in found]
