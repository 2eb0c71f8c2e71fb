// vitest sets NODE_ENV=test, child processes inherit it, and oclif then prints what users never see.
delete process.env.NODE_ENV
