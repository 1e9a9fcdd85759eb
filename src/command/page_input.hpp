#pragma once

#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/shell.hpp"
#include "fetch/fetcher.hpp"

#include <string>

namespace almanac {

/// One page that a command is given: a file, standard input, or an address.
struct PageInput {
    std::string input;
    std::string url;           ///< where a file came from
    std::string content_type;  ///< as which a file was served
};

/// Returns the page itself, which a command may let be missing.
ParserOption declare_page(Parser& parser, PageInput& options);

/// Reads or fetches it. A `url` that is no web address is said so and left out. A page that cannot be had says why in
/// its `message`; a file that cannot be read throws std::runtime_error.
[[nodiscard]] Page get_page(PageInput const& input, Plan const& plan, std::string const& source_id, Shell& shell);

/// The same for what is no web address.
[[nodiscard]] Page get_file(PageInput const& input, Config const& config, Shell& shell);

/// What stands for the address of a file that came from nowhere (RFC 2606 section 2).
inline constexpr std::string_view nowhere = "https://file.invalid/";

/// Answers the first request with the page at hand; pages behind it are not there.
class OnePage final : public Fetcher {
public:
    OnePage() : m_given(true) {}  ///< none at all
    explicit OnePage(Page page) : m_page(std::move(page)) {}

    std::vector<Page> get(std::span<Request const> requests) override;

private:
    Page m_page;
    bool m_given = false;
};

}  // namespace almanac
