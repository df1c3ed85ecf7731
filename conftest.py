"""For the tests and for the chapters under nbval alike: nobody's own settings have a say."""

from tools.neutral import settle

settle()
