"""Pages of needs at the desk, and the page on which anyone reports one."""
