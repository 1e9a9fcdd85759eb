#include "read/page_walk.hpp"

#include "fetch/url.hpp"
#include "read/page_parts.hpp"
#include "read/recipe_page.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace almanac {
namespace {

using ReadPage = std::function<WalkedPage(Page const&, Trail const&)>;

/// A row of pages, with what it was made of so far.
struct Row {
    Trail trail;
    std::set<std::string> pages;  ///< requests made, so that a row that leads back to itself ends
    std::set<std::string> items;
};

/// Values that addresses need, from the page that `lookup` names. Nothing when they could not be had.
std::optional<Names> look_up(ReadContext const& context, Reading& reading)
{
    auto const& lookup = context.source.recipe.lookup;
    if (!lookup)
        return Names{};
    auto const& address = lookup->page.empty() ? context.source.url : lookup->page;
    auto const page = get(context.fetcher, request_for_detail(address, context));
    if (!page.ok()) {
        ++reading.failed_pages;
        note(reading, Level::error, context, page.url, page.message);
        return std::nullopt;
    }
    ++reading.pages;
    Detail detail;
    detail.format = Format::html;
    detail.fields = lookup->values;
    auto const found = DetailReader{detail}.read(page, {Names{}}).front().values;
    for (auto const& value : lookup->values) {
        if (!found.contains(value.name)) {
            note(reading, Level::error, context, page.url,
                 fmt::format("the page has no '{}', which the source's address needs", value.name));
            return std::nullopt;
        }
    }
    return first_texts(found);
}

class Walk {
public:
    Walk(ReadContext const& context, Reading& reading, ReadPage const& read)
        : m_context(context), m_reading(reading), m_read(read)
    {
    }

    std::size_t all(Names const& lookup);

private:
    void step(std::vector<Row>& batch);
    PageOutcome read(Page const& page, Row& row);

    ReadContext const& m_context;
    Reading& m_reading;
    ReadPage const& m_read;
    std::deque<Row> m_rows;
};

std::size_t Walk::all(Names const& lookup)
{
    for (auto& trail : plan_trails(m_context, lookup))
        m_rows.push_back({std::move(trail), {}, {}});
    auto const limit = static_cast<std::size_t>(std::max(m_context.source.max_pages, 1));
    std::size_t asked = 0;
    while (!m_rows.empty() && asked < limit) {
        std::vector<Row> batch;
        while (!m_rows.empty() && batch.size() < std::min(batch_size, limit - asked)) {
            batch.push_back(std::move(m_rows.front()));
            m_rows.pop_front();
        }
        asked += batch.size();
        step(batch);
    }
    if (!m_rows.empty()) {
        note(m_reading, Level::error, m_context, {},
             fmt::format("the calendar has more pages than the source's max_pages = {}; kept what was read", limit));
    }
    return asked;
}

void Walk::step(std::vector<Row>& batch)
{
    std::vector<Request> requests;
    std::vector<Row*> rows;
    for (auto& row : batch) {
        auto request = request_for(row.trail, m_context);
        if (request.url.empty()) {
            ++m_reading.failed_pages;
            note(m_reading, Level::error, m_context, m_context.source.url, "this address does not make a web address");
        } else if (row.pages.insert(request.method + ' ' + request.url + ' ' + request.body).second) {
            requests.push_back(std::move(request));
            rows.push_back(&row);
        }
    }
    auto const pages = m_context.fetcher.get(requests);
    for (std::size_t i = 0; i < rows.size() && i < pages.size(); ++i)
        if (advance(rows[i]->trail, read(pages[i], *rows[i]), m_context.source))
            m_rows.push_back(std::move(*rows[i]));
}

PageOutcome Walk::read(Page const& page, Row& row)
{
    if (!page.ok()) {
        // Calendars answer "not found" for the page after the last; that ends the row as an empty page would.
        bool const past_the_end = row.pages.size() > 1 && (page.status == 404 || page.status == 410);
        if (!past_the_end) {
            ++m_reading.failed_pages;
            note(m_reading, Level::error, m_context, page.url, page.message);
        }
        return {};
    }
    if (trim(page.body).empty() && row.pages.size() == 1) {
        ++m_reading.failed_pages;
        note(m_reading, Level::error, m_context, page.url,
             page.url.empty() ? "the file is empty" : fmt::format("{}: the answer is empty", redact_url(page.url)));
        return {};
    }
    ++m_reading.pages;
    auto const walked = m_read(page, row.trail);
    PageOutcome outcome;
    outcome.ok = walked.readable;
    outcome.items = walked.elements > 0 ? walked.elements : walked.items.size();
    outcome.total = walked.total;
    outcome.base = walked.base.empty() ? page.final_url : walked.base;
    auto const& recipe = m_context.source.recipe;
    if (walked.next)
        outcome.next = *walked.next;
    else if (!recipe.next.empty())
        outcome.next = next_of(page, recipe);
    bool any_new = walked.items.empty();
    for (auto const& item : walked.items)
        any_new = row.items.insert(item).second || any_new;
    outcome.repeated = !any_new;
    return outcome;
}

}  // namespace

std::size_t walk_pages(ReadContext const& context, Reading& reading, ReadPage const& read)
{
    auto const lookup = look_up(context, reading);
    return lookup ? Walk{context, reading, read}.all(*lookup) : 1;
}

void note(Reading& reading, Level level, ReadContext const& context, std::string_view url, std::string message)
{
    reading.notes.push_back({level, context.source.id, redact_url(url), std::move(message)});
}

}  // namespace almanac
