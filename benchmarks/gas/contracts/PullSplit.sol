// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
}

/// @title Balances by owner and token id, as the documentation of Splits v2 says of its warehouse, written anew
/// @notice Deposits credit ERC-6909 balances; an owner, or anyone for it, withdraws. One unit stays behind, so that
/// storage never goes back to zero.
contract Warehouse {
    mapping(address owner => mapping(uint256 id => uint256)) public balanceOf;
    /// Reward of whoever withdraws for the owner, and whether that is off.
    mapping(address owner => uint256) public withdrawConfig;

    event Transfer(address caller, address indexed from, address indexed to, uint256 indexed id, uint256 amount);
    event Withdraw(address indexed owner, address indexed token, address indexed withdrawer, uint256 amount);

    error LengthMismatch();
    error WithdrawalsPaused();

    function batchDeposit(address[] calldata receivers, address token, uint256[] calldata amounts) external {
        require(receivers.length == amounts.length, LengthMismatch());
        uint256 id = uint256(uint160(token));
        uint256 sum = 0;
        for (uint256 i = 0; i < receivers.length; ++i) {
            sum += amounts[i];
            balanceOf[receivers[i]][id] += amounts[i];
            emit Transfer(msg.sender, address(0), receivers[i], id, amounts[i]);
        }
        require(IToken(token).transferFrom(msg.sender, address(this), sum));
    }

    function withdraw(address owner, address token) external {
        require(withdrawConfig[owner] == 0 || msg.sender == owner, WithdrawalsPaused());
        uint256 id = uint256(uint160(token));
        uint256 amount = balanceOf[owner][id] - 1;
        balanceOf[owner][id] = 1;
        emit Transfer(msg.sender, owner, address(0), id, amount);
        require(IToken(token).transfer(owner, amount));
        emit Withdraw(owner, token, msg.sender, amount);
    }
}

/// @title A split that credits its recipients in the warehouse: what the documentation of Splits v2 says of a pull split,
/// written anew
contract PullSplit {
    struct Split {
        address[] recipients;
        uint256[] allocations;
        uint256 totalAllocation;
        uint16 distributionIncentive;
    }

    Warehouse public immutable warehouse;
    bytes32 public splitHash;

    event Distributed(address indexed token, address indexed distributor, uint256 amount);

    error WrongSplit();

    constructor(Warehouse warehouse_) {
        warehouse = warehouse_;
    }

    function setSplit(Split calldata split, address token) external {
        splitHash = keccak256(abi.encode(split));
        IToken(token).approve(address(warehouse), type(uint256).max);
    }

    function distribute(Split calldata split, address token, address distributor) external {
        require(splitHash == keccak256(abi.encode(split)), WrongSplit());
        uint256 amount = IToken(token).balanceOf(address(this)) - 1;
        uint256[] memory amounts = new uint256[](split.recipients.length);
        for (uint256 i = 0; i < amounts.length; ++i) {
            amounts[i] = amount * split.allocations[i] / split.totalAllocation;
        }
        warehouse.batchDeposit(split.recipients, token, amounts);
        emit Distributed(token, distributor, amount);
    }
}
