// Pages to fields, the same work as the Python and Node programs beside this file: parse the page, run the selectors,
// take the normalised text of every match and the href of every link, parse the JSON-LD blocks. One thread.
#include "html/document.hpp"
#include "html/selector.hpp"
#include "json/json.hpp"

#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <sys/resource.h>

namespace {

struct Totals {
    std::size_t matches = 0;
    std::size_t text_bytes = 0;
    std::size_t links = 0;
    std::size_t blocks = 0;
};

std::string read_file(char const* path)
{
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void work(std::string const& bytes, std::vector<almanac::Selector> const& selectors,
          almanac::Selector const& json_ld, Totals& totals)
{
    auto const document = almanac::parse_html(bytes);
    auto const top = almanac::root(document);
    for (auto const& selector : selectors)
        for (auto const element : almanac::select(top, selector)) {
            ++totals.matches;
            totals.text_bytes += almanac::text_of(element).size();
            totals.links += almanac::attribute(element, "href").has_value() ? 1 : 0;
        }
    for (auto const element : almanac::select(top, json_ld))
        try {
            auto const value = almanac::read_json_leniently(almanac::raw_text(element));
            totals.blocks += value.is_null() ? 0 : 1;
        } catch (almanac::JsonError const&) {
            continue;
        }
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 4) {
        std::fputs("pages_bench SECONDS SELECTORS FILE...\n", stderr);
        return 2;
    }
    std::vector<almanac::Selector> selectors;
    std::ifstream list{argv[2]};
    for (std::string line; std::getline(list, line);)
        if (!line.empty())
            selectors.push_back(almanac::compile_selector(line));
    auto const json_ld = almanac::compile_selector("script[type=\"application/ld+json\"]");
    std::vector<std::string> pages;
    std::size_t bytes = 0;
    for (int i = 3; i < argc; ++i)
        bytes += pages.emplace_back(read_file(argv[i])).size();

    double best = 1e9;
    Totals totals;
    auto const seconds = std::atof(argv[1]);
    for (double spent = 0; spent < seconds;) {
        totals = {};
        auto const begin = std::clock();
        for (auto const& page : pages)
            work(page, selectors, json_ld, totals);
        auto const took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        best = std::min(best, took);
        spent += took;
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("{{\"engine\":\"almanac\",\"seconds\":{:.6f},\"bytes\":{},\"matches\":{},\"text\":{},\"links\":{},"
               "\"blocks\":{},\"peak_kb\":{}}}\n",
               best, bytes, totals.matches, totals.text_bytes, totals.links, totals.blocks, usage.ru_maxrss);
    return 0;
}
