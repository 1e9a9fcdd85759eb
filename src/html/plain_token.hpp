#pragma once

#include <myhtml/myhtml.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace almanac {

/// The texts and attributes of a token that need no decoding. MyHTML makes them byte by byte, looking for references
/// ("&amp;") and line ends, which was a fifth of the time of reading a page. Most hold none: those are taken out before
/// MyHTML sees them and put in again, copied whole or not at all, when it is done with the token.
class PlainToken {
public:
    /// Tokens tell places in `page`, which holds no carriage return and has to outlive the tree. In one that holds NUL
    /// no token is plain.
    explicit PlainToken(std::string& page) : m_page(page), m_nul(page.find('\0') != std::string::npos) {}

    void take_out(myhtml_token_node_t* token);
    void put_in(myhtml_tree_t* tree, myhtml_token_node_t* token);

private:
    [[nodiscard]] std::string_view slice(std::size_t begin, std::size_t size) const;
    void copy(mycore_string_t& string, std::size_t begin, std::size_t size, myhtml_tree_t* tree) const;
    void point(mycore_string_t& string, std::size_t begin, std::size_t size);

    std::string& m_page;
    bool m_nul;
    myhtml_token_attr_t* m_first = nullptr;
    myhtml_token_attr_t* m_last = nullptr;
    bool m_text = false;
};

}  // namespace almanac
