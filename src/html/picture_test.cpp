#include "html/picture.hpp"
#include "html/selector.hpp"

#include <gtest/gtest.h>

#include <string>

namespace almanac {
namespace {

TEST(Picture, IsLoadedFromWhatIsNoStandIn)
{
    struct Case {
        std::string_view attributes;
        std::string_view want;
    };
    Case const cases[] = {
        {R"(src="/owls.jpg" data-src="/big.jpg")", "/owls.jpg"},
        {R"(src="/img/blank.png" data-src-original="/owls.jpg")", "/owls.jpg"},
        {R"(src="data:image/gif;base64,R0lGOD" data-lazy-src="/owls.jpg")", "/owls.jpg"},
        {R"(data-original="/owls.jpg")", "/owls.jpg"},
        {R"(src="" data-src="data:x" data-image="/owls.jpg")", "/owls.jpg"},
        {R"(src="/img/placeholder.svg?v=2")", "/img/placeholder.svg?v=2"},
        {R"(src="/pixelowls.jpg" data-src="/x.jpg")", "/pixelowls.jpg"},
        {R"(alt="Owls")", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.attributes);
        auto const document = parse_html("<img " + std::string{c.attributes} + ">");
        EXPECT_EQ(picture_source(select_first(root(document), compile_selector("img"))), c.want);
    }
}

}  // namespace
}  // namespace almanac
