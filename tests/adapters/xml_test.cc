#include "adapters/xml.h"

#include <gtest/gtest.h>

#include "adapters/text_encoding.h"

namespace concordat::adapters {
namespace {

TEST(XmlReading, resolves_namespaces_whatever_their_prefix) {
  const auto read = read_xml(as_bytes(
      "<?xml version='1.0'?>\n<a:one xmlns:a='urn:x' xmlns='urn:y'>\n  <two a:k='v' k='w'>t &amp; &#x41;<![CDATA[<u>]]></two>\n"
      "  <b:two xmlns:b='urn:x'/></a:one>"));
  ASSERT_TRUE(read.has_value());
  const XmlElement& root = read->root;
  EXPECT_EQ(root.space, "urn:x");
  EXPECT_EQ(root.name, "one");
  ASSERT_EQ(root.all("two").size(), 2U);
  const XmlElement& two = root.child("two");
  EXPECT_EQ(two.space, "urn:y");
  EXPECT_EQ(two.text, "t & A<u>");
  EXPECT_EQ(two.line, 3U);
  ASSERT_EQ(two.attributes.size(), 2U);
  EXPECT_EQ(two.attributes[0].space, "urn:x");
  EXPECT_EQ(two.attributes[1].space, "");
  EXPECT_EQ(root.all("two")[1]->space, "urn:x");
  EXPECT_TRUE(root.child("three").child("four").is_absent());
}

TEST(XmlReading, honours_the_declared_encoding) {
  const auto latin = read_xml(as_bytes("<?xml version='1.0' encoding='ISO-8859-1'?><a>Zo\xeb</a>"));
  ASSERT_TRUE(latin.has_value());
  EXPECT_EQ(latin->root.text, "Zo\xc3\xab");
  const auto marked = read_xml(as_bytes("\xef\xbb\xbf<a>Zo\xc3\xab</a>"));
  ASSERT_TRUE(marked.has_value());
  EXPECT_EQ(marked->root.text, "Zo\xc3\xab");
}

TEST(XmlReading, refuses) {
  std::string deep;
  for (int i = 0; i < 50000; ++i) deep += "<a>";
  for (int i = 0; i < 50000; ++i) deep += "</a>";
  struct Case {
    const char* name;
    std::string text;
    const char* code;
    const char* where;
  };
  const Case cases[] = {
      {"cut off", "<a>\n<b>", "malformed-xml", "line 2"},
      {"crossed tags", "<a>\n<b></a></b>", "malformed-xml", "line 2"},
      {"a DTD", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "malformed-xml", "document"},
      {"an external entity", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "malformed-xml", "document"},
      {"an unknown entity", "<a>\n&nbsp;</a>", "malformed-xml", "line 2"},
      {"a NUL reference", "<a>&#0;</a>", "malformed-xml", "line 1"},
      {"an unbound prefix", "<a>\n\n<x:b/></a>", "malformed-xml", "line 3"},
      {"two roots", "<a/><b/>", "malformed-xml", "document"},
      {"Latin-1 undeclared", "<a>\nZo\xeb</a>", "not-utf8", "line 2"},
      {"an encoding not read", "<?xml version='1.0' encoding='EBCDIC'?><a/>", "not-utf8", "line 1"},
      {"deep", deep, "too-deep", "line 1"},
      {"a million elements", [] {
         std::string text = "<a>";
         for (int i = 0; i < 1000000; ++i) text += "<b/>";
         return text + "</a>";
       }(), "too-large", "line 1"},
      {"empty", "  ", "empty-file", "document"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.name);
    const auto read = read_xml(as_bytes(each.text));
    ASSERT_FALSE(read.has_value());
    ASSERT_EQ(read.error().size(), 1U);
    EXPECT_EQ(read.error()[0].code, each.code);
    EXPECT_EQ(read.error()[0].where, each.where);
  }
}

TEST(XmlReading, leaves_references_in_comments_and_cdata_alone) {
  const auto read = read_xml(as_bytes("<a><!-- &nbsp; --><![CDATA[&nbsp;]]></a>"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->root.text, "&nbsp;");
}

TEST(XmlReading, every_prefix_of_a_document_is_answered) {
  const std::string whole = "<?xml version='1.0'?><a x='1'><!-- c --><b>&amp;</b><![CDATA[d]]></a>";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(read_xml(as_bytes(std::string_view{whole}.substr(0, size))).has_value()) << size;
  EXPECT_TRUE(read_xml(as_bytes(whole)).has_value());
}

TEST(XmlWriting, escapes) { EXPECT_EQ(xml_escaped("<\"a\" & 'b'>\x01\n"), "&lt;&quot;a&quot; &amp; &apos;b&apos;&gt;\n"); }

}  // namespace
}  // namespace concordat::adapters
