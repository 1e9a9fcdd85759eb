#include "command/page_input.hpp"

#include "command/fetching.hpp"
#include "command/stored_input.hpp"
#include "config/error.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <utility>

namespace almanac {

namespace {

/// "example.org/events" and "www.example.org": as people copy addresses.
bool looks_like_address(std::string_view text)
{
    auto const host = text.substr(0, text.find('/'));
    auto const dot = host.rfind('.');
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
    auto const last = dot == host.npos ? std::string{} : lower_ascii(host.substr(dot + 1));
    bool const is_file = last.starts_with("htm") || last == "json" || last == "ics" || last == "xml" || last == "txt";
    return dot > 0 && last.size() >= 2 && !is_file && last.find_first_not_of(letters) == std::string::npos &&
           !resolve_url("https://" + std::string{text}, "").empty();
}

}  // namespace

ParserOption declare_page(Parser& parser, PageInput& options)
{
    auto page =
        parser.add("input", options.input, "A file, - for standard input, s3://BUCKET/PATH, or the address of a page")
            .value("FILE|URL")
            .required();
    parser.add("--url", options.url, "The address the file came from: the base of its links").value("URL");
    parser.add("--content-type", options.content_type, "The Content-Type the file was served with").value("TYPE");
    return page;
}

Page get_page(PageInput const& input, Plan const& plan, std::string const& source_id, Shell& shell)
{
    if (is_address(input.input)) {
        FetchingOptions options;
        options.only = {source_id};
        auto const fetching = make_fetching(options, plan, shell);
        return get(*fetching.fetcher, {.source = source_id, .url = input.input});
    }
    return get_file(input, plan.config, shell);
}

Page get_file(PageInput const& input, Config const& config, Shell& shell)
{
    Page page;
    page.status = 200;
    if (input.input != "-" && !std::filesystem::exists(input.input) && looks_like_address(input.input))
        throw std::runtime_error{fmt::format("there is no file {}. If it is a page of the web, write https://{}",
                                             in_quotes(input.input), input.input)};
    page.body = read_file_or_object(input.input, config, shell);
    page.url = page.final_url = resolve_url(input.url, "");
    if (!input.url.empty() && page.url.empty())
        print(shell.err,
              fmt::format("almanac: --url {} is no web address; links stay as they are\n", in_quotes(input.url)));
    if (!input.content_type.empty())
        page.headers.emplace_back("Content-Type", input.content_type);
    return page;
}

std::vector<Page> OnePage::get(std::span<Request const> requests)
{
    std::vector<Page> pages;
    for (auto const& request : requests) {
        Page page;
        page.url = page.final_url = request.url;
        if (!m_given) {
            page = std::move(m_page);
            m_given = true;
        } else {
            page.problem = FetchProblem::not_in_capture;
            page.message = fmt::format("{} was not asked for: a file stands alone. Give the page's address instead",
                                       redact_url(request.url));
        }
        pages.push_back(std::move(page));
    }
    return pages;
}

}  // namespace almanac
