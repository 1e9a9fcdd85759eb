// The work that python_pages.py and cheerio_pages.mjs do too: bytes to text, tree, selectors, the text and href of
// every match, the JSON-LD blocks. pages_bench SELECTORS PAGES: both name files with one selector or path a line. "turn
// SECONDS" on standard input is answered with the CPU seconds of a pass over all pages, "check" with what each selector
// found on each page.
#include "corpus.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "json/json.hpp"
#include "store/sha256.hpp"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace almanac;

constexpr auto content_type = "text/html; charset=utf-8";

struct Totals {
    std::size_t matches = 0;
    std::size_t text_bytes = 0;
    std::size_t link_bytes = 0;
    std::size_t blocks = 0;
};

struct Bench {
    std::vector<Selector> selectors;
    Selector json_ld = compile_selector("script[type=\"application/ld+json\"]");
    std::vector<std::string> pages;
    std::size_t bytes = 0;
};

void work(std::string const& page, Bench const& bench, Totals& totals)
{
    auto const document = parse_page(page, content_type);
    for (auto const& selector : bench.selectors)
        for (auto const element : select(whole(document), selector)) {
            ++totals.matches;
            totals.text_bytes += text_of(element).size();
            totals.link_bytes += attribute(element, "href").value_or("").size();
        }
    for (auto const element : select(whole(document), bench.json_ld))
        try {
            totals.blocks += read_json_leniently(raw_text(element)).is_null() ? 0U : 1U;
        } catch (JsonError const&) {
            continue;
        }
}

void turn(Bench const& bench, double seconds)
{
    Totals totals;
    int passes = 0;
    auto const begin = bench::cpu_seconds();
    double spent = 0;
    for (; passes == 0 || spent < seconds; ++passes, spent = bench::cpu_seconds() - begin) {
        totals = {};
        for (auto const& page : bench.pages)
            work(page, bench, totals);
    }
    fmt::print("{{\"seconds\":{:.6f},\"bytes\":{},\"matches\":{},\"text\":{},\"links\":{},\"blocks\":{},"
               "\"peak_mb\":{:.1f}}}\n",
               spent / passes, bench.bytes, totals.matches, totals.text_bytes, totals.link_bytes, totals.blocks,
               bench::peak_megabytes());
}

/// Engines put white space in different places between elements; what they must agree on is the rest.
void append_without_space(std::string& out, std::string_view text)
{
    constexpr std::string_view no_break = "\u00A0";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with(no_break))
            ++i;
        else if (static_cast<unsigned char>(text[i]) > ' ')
            out.push_back(text[i]);
    }
}

void check(Bench const& bench)
{
    fmt::print("[");
    auto const* separator = "";
    for (auto const& page : bench.pages) {
        auto const document = parse_page(page, content_type);
        for (auto const& selector : bench.selectors) {
            std::string found;
            auto const elements = select(whole(document), selector);
            for (auto const element : elements) {
                append_without_space(found, text_of(element));
                found += '\t';
                append_without_space(found, attribute(element, "href").value_or(""));
                found += '\n';
            }
            fmt::print("{}[{},\"{}\"]", separator, elements.size(), sha256_hex(found));
            separator = ",";
        }
    }
    fmt::print("]\n");
}

int run(char** argv)
{
    Bench bench;
    for (auto const& line : bench::read_lines(argv[1]))
        bench.selectors.push_back(compile_selector(line));
    for (auto const& path : bench::read_lines(argv[2]))
        bench.bytes += bench.pages.emplace_back(bench::read_file(path)).size();
    for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) {
        if (line.starts_with("turn "))
            turn(bench, std::atof(line.c_str() + 5));
        else
            check(bench);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        fmt::print(stderr, "pages_bench SELECTORS PAGES\n");
        return 2;
    }
    try {
        return run(argv);
    } catch (std::exception const& error) {
        fmt::print(stderr, "pages_bench: {}\n", error.what());
        return 1;
    }
}
