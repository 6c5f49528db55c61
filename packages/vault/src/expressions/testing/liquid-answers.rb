# Asks Liquid for the answers in liquid-5.4.json anew; with Debian's ruby-liquid 5.4:
#   cd packages/vault/src/expressions/testing && LANG=C.UTF-8 ruby liquid-answers.rb && npx biome format --write liquid-5.4.json
# A further expression is a further entry of `answers`, with any answer.
require 'json'
require 'liquid'

ENV['TZ'] = 'UTC'
file = File.join(__dir__, 'liquid-5.4.json')
corpus = JSON.parse(File.read(file, encoding: 'UTF-8'))
abort "This is Liquid #{Liquid::VERSION}, not #{corpus['version']}." unless Liquid::VERSION == corpus['version']
corpus['answers'] = corpus['answers'].map do |expression, _|
  template = Liquid::Template.parse("{{ #{expression} }}")
  text = template.render(corpus['scope'])
  [expression, template.errors.empty? ? text : nil]
end
File.write(file, JSON.pretty_generate(corpus))
